"""The review page of an assessment, part by part."""
