#!/bin/sh
# Runs once, when the database's volume is new: the owner of the tables and the application's role, neither a superuser.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v owner_password="$OWNER_PASSWORD" -v application_password="$APPLICATION_PASSWORD" <<'SQL'
CREATE ROLE shugang_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE shugang LOGIN PASSWORD :'application_password';
CREATE DATABASE shugang OWNER shugang_owner ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
REVOKE ALL ON DATABASE shugang FROM PUBLIC;
GRANT CONNECT ON DATABASE shugang TO shugang;
SQL
