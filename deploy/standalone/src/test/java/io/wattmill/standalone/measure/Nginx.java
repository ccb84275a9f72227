// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * nginx with one worker before the engine; one port without an access log, one with, and one that
 * has none either and passes on every part of a stream by itself.
 */
record Nginx(Child process, int silentPort, int loggingPort, int streamPort) {

    /** Starts it with all its files in {@code folder}. */
    static Nginx start(String program, Path folder, int enginePort) throws IOException {
        int silent = freePort();
        int logging = freePort();
        int stream = freePort();
        var config = folder.resolve("nginx.conf");
        Files.writeString(config, config(folder, enginePort, silent, logging, stream));
        var line = List.of(program, "-p", folder.toString(), "-c", config.toString());
        var child = Child.start(line, Map.of(), folder.resolve("nginx.log"));
        return new Nginx(child, silent, logging, stream);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Bodies stay in memory, connections stay open, a stream is passed on as it comes. */
    private static String config(Path folder, int engine, int silent, int logging, int stream) {
        return """
        daemon off;
        worker_processes 1;
        pid @/nginx.pid;
        error_log @/nginx-error.log;
        events { worker_connections 16384; }
        http {
          client_body_temp_path @/body;
          proxy_temp_path @/proxy;
          fastcgi_temp_path @/fastcgi;
          uwsgi_temp_path @/uwsgi;
          scgi_temp_path @/scgi;
          client_body_buffer_size 512k;
          keepalive_requests 100000000;
          keepalive_timeout 600s;
          upstream engine {
            server 127.0.0.1:%d;
            keepalive 512;
            keepalive_requests 100000000;
          }
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          server {
            listen 127.0.0.1:%d;
            access_log off;
            location / { proxy_pass http://engine; }
          }
          server {
            listen 127.0.0.1:%d;
            access_log @/access.log;
            location / { proxy_pass http://engine; }
          }
          server {
            listen 127.0.0.1:%d backlog=8192;
            access_log off;
            proxy_buffering off;
            proxy_read_timeout 600s;
            location / { proxy_pass http://engine; }
          }
        }
        """
                .formatted(engine, silent, logging, stream)
                .replace("@", folder.toString());
    }
}
