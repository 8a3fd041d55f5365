#!/bin/sh
# Make sure that a browser and a Chinese font are here; say plainly what to install where that is not allowed.
set -u
if command -v chromium >/dev/null 2>&1 && { command -v fc-list >/dev/null 2>&1 && fc-list :lang=zh | grep -q .; }; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "正在安装浏览器和中文字体…… / Installing the browser and a Chinese font…"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig >/dev/null && exit 0
fi
echo "浏览器测试需要 Chromium 和中文字体。请让管理员运行：apt-get install chromium fonts-noto-cjk"
echo "The browser tests need Chromium and a Chinese font. Ask an administrator to run: apt-get install chromium fonts-noto-cjk"
echo "没有它们时，浏览器测试会被跳过并说明原因。/ Without them the browser tests are skipped and say so."
exit 0
