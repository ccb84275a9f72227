// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.wattmill.kit.testing.Await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Portkey's gateway from npm, on loopback: a way through a gateway of the field that does less. It
 * is told by headers where the engine is.
 */
record Portkey(Child process, int port) {
    private static final String PROGRAM = "node_modules/@portkey-ai/gateway/build/start-server.js";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /** Starts what {@code deploy/measure/portkey} put into {@code home}. */
    static Portkey start(Path home, Path log) throws IOException {
        int port = freePort();
        var line =
                List.of(
                        "node",
                        "--require",
                        home.resolve("loopback.cjs").toString(),
                        home.resolve(PROGRAM).toString(),
                        "--port=" + port,
                        "--headless");
        var child = Child.start(line, Map.of("NODE_ENV", "production"), log);
        Await.until(() -> answers(port), "Portkey", START_LIMIT);
        return new Portkey(child, port);
    }

    /** What the request says beside what everybody's says. */
    static String headers(int engine) {
        return "x-portkey-provider: openai\r\nx-portkey-custom-host: http://127.0.0.1:"
                + engine
                + "/v1\r\n";
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean answers(int port) {
        try (var socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }
}
