#!/bin/sh
# nginx opens its compiled-in log file before it reads its configuration; any user must be able to.
set -eu
ln -sf /dev/stderr /var/log/nginx/error.log
ln -sf /dev/stdout /var/log/nginx/access.log
chmod 755 /var/log/nginx
rm -rf /etc/nginx/sites-enabled /etc/nginx/sites-available /etc/nginx/modules-enabled /usr/share/nginx/html/index.nginx-debian.html
useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin app
