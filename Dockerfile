# The app in a container; docs/deploy.md says how to run it. What it keeps is in /data, or in the database that
# RISKWALK_DATABASE_URL names.
FROM docker.io/library/python:3.13-slim

WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .

# User 1000 is the one that Spaces of Hugging Face run a container as.
RUN useradd --create-home --uid 1000 riskwalk && mkdir /data && chown riskwalk /data .
USER riskwalk
ENV RISKWALK_DATA=/data PYTHONUNBUFFERED=1 STREAMLIT_SERVER_HEADLESS=true
VOLUME /data
EXPOSE 8501
HEALTHCHECK --start-period=30s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/healthz')"]
CMD ["python", "-m", "questionnaire", "app", "--host", "0.0.0.0", "--port", "8501"]
