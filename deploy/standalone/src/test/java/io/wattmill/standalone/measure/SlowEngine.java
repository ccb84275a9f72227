// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.wattmill.kit.testing.Await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An engine whose streams come at the pace of tokens: as many chunks as {@code max_tokens} asks
 * for, each with the instant at which it was written. Whole answers and an agent's pages come at
 * once. Speaks just enough of HTTP to cost little.
 */
final class SlowEngine {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");
    private static final Pattern WANTED = Pattern.compile("\"max_tokens\": *(\\d+)");
    private static final int MS_PER_SECOND = 1_000;
    private static final int BACKLOG = 8_192;

    private final List<List<Stream>> wheel = new ArrayList<>();
    private int turned;
    private long since;
    private int next;

    private SlowEngine(int perSecond) {
        for (int slot = 0; slot < MS_PER_SECOND / perSecond; slot++) {
            wheel.add(new ArrayList<>());
        }
    }

    /** Arguments: chunks of one stream per second. Tells its port. */
    public static void main(String[] words) throws Exception {
        var parent = new Parent();
        var vertx = MeasuredGateway.vertx(1);
        var engine = new SlowEngine(Integer.parseInt(words[0]));
        int port = Await.await(engine.serve(vertx));
        parent.tell(port);
        parent.outlive();
    }

    private io.vertx.core.Future<Integer> serve(Vertx vertx) {
        var options = new NetServerOptions().setTcpNoDelay(true).setAcceptBacklog(BACKLOG);
        return vertx.createNetServer(options)
                .connectHandler(socket -> new Caller(socket).attach())
                .listen(0, "127.0.0.1")
                .onSuccess(
                        _ -> {
                            since = System.nanoTime();
                            vertx.setPeriodic(1, _ -> turn());
                        })
                .map(server -> server.actualPort());
    }

    /** Serves every slot whose millisecond has come; one that is late is not left out. */
    private void turn() {
        long due = (System.nanoTime() - since) / 1_000_000;
        for (; turned < due; turned++) {
            wheel.get(turned % wheel.size()).removeIf(stream -> !stream.step());
        }
    }

    /** One connection. */
    private final class Caller {
        private final NetSocket socket;
        private Buffer heard = Buffer.buffer();

        private Caller(NetSocket socket) {
            this.socket = socket;
        }

        private void attach() {
            socket.handler(
                    bytes -> {
                        heard.appendBuffer(bytes);
                        answer();
                    });
            socket.exceptionHandler(_ -> {});
        }

        private void answer() {
            var text = heard.toString(StandardCharsets.ISO_8859_1);
            int head = text.indexOf("\r\n\r\n") + 4;
            if (head < 4) {
                return;
            }
            var length = LENGTH.matcher(text);
            int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
            if (text.length() >= head + body) {
                heard = Buffer.buffer();
                answer(text.substring(0, text.indexOf(' ', 5)), text.substring(head));
            }
        }

        private void answer(String what, String body) {
            if (!what.startsWith("POST")) {
                var page = StubEngine.page(what.substring("GET ".length()));
                say("text/plain", page.orElse(""));
            } else if (body.contains("\"stream\":true")) {
                stream(body);
            } else {
                say("application/json", StubEngine.whole());
            }
        }

        private void say(String type, String text) {
            send(
                    "HTTP/1.1 200 OK\r\ncontent-type: %s\r\ncontent-length: %d\r\n\r\n%s"
                            .formatted(type, text.length(), text));
        }

        private void stream(String body) {
            var wanted = WANTED.matcher(body);
            int chunks = wanted.find() ? Integer.parseInt(wanted.group(1)) : 1;
            send(
                    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
                            + "transfer-encoding: chunked\r\n\r\n");
            wheel.get(next++ % wheel.size()).add(new Stream(socket, chunks));
        }

        private void send(String text) {
            socket.write(Buffer.buffer(text));
        }
    }

    /** One answer on its way. */
    private static final class Stream {
        private final NetSocket socket;
        private int left;
        private boolean gone;

        private Stream(NetSocket socket, int chunks) {
            this.socket = socket;
            this.left = chunks;
            socket.closeHandler(_ -> gone = true);
        }

        /** False after the last one. */
        private boolean step() {
            if (gone) {
                return false;
            }
            left--;
            socket.write(left >= 0 ? Stamp.chunk(System.nanoTime()) : Stamp.end());
            return left >= 0;
        }
    }
}
