# The assistant in one container: embedded Redis, web and workers, or any single command of `assistant`.
FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements/run.lock requirements/run.lock
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements/run.lock
COPY . .
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && /venv/bin/assistant train

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 assistant && mkdir /data && chown assistant /data
COPY --from=build /venv /venv
COPY --from=build /app/intents /app/intents
COPY --from=build /app/training_data /app/training_data
COPY --from=build /app/model /app/model
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 ASSISTANT_DATA_DIR=/data ASSISTANT_HOST=0.0.0.0
WORKDIR /app
USER 10001
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/health/ready', timeout=2)"]
ENTRYPOINT ["assistant"]
CMD ["run"]
