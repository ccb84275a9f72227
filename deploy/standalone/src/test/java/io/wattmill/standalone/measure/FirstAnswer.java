// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.vertx.core.buffer.Buffer;
import io.wattmill.kit.testing.Await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Waits for the agent's first report: until then there is no engine, and requests are refused. */
record FirstAnswer(int port, Buffer request) {

    void await(Duration limit) {
        Await.until(this::isServed, "an answer", limit);
    }

    private boolean isServed() {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(request.getBytes());
            var status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return new String(status, StandardCharsets.US_ASCII).endsWith("200");
        } catch (IOException e) {
            throw new IllegalStateException("the gateway does not answer", e);
        }
    }
}
