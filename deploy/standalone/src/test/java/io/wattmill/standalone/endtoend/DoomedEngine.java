// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An engine host that looks healthy to its agent and dies in the middle of every answer: after
 * {@link #DELIVERED} tokens the connection breaks off.
 */
final class DoomedEngine implements AutoCloseable {
    static final String MODEL = "llama-3.1-70b";
    static final int DELIVERED = 3;

    /** It counts no tokens, so that nobody holds it to them. */
    private static final String METRICS =
            """
            vllm:num_requests_running{model_name="%1$s"} 0.0
            vllm:num_requests_waiting{model_name="%1$s"} 0.0
            vllm:kv_cache_usage_perc{model_name="%1$s"} 0.0
            vllm:num_preemptions_total{model_name="%1$s"} 0.0
            vllm:cache_config_info{block_size="16",num_gpu_blocks="10000"} 1.0
            """
                    .formatted(MODEL);

    static final String GPU = "GPU-7f3a91c4-52de-4b08-a6f1-d00med000001";

    private static final String DEVICES =
            """
            DCGM_FI_DEV_POWER_USAGE@100.0
            DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION@1000
            DCGM_FI_DEV_XID_ERRORS@%d
            """
                    .replace(
                            "@",
                            "{gpu=\"0\",UUID=\""
                                    + GPU
                                    + "\",device=\"nvidia0\",modelName=\"NVIDIA H200\"} ");
    private static final String MODELS =
            "{\"object\":\"list\",\"data\":[{\"id\":\"%s\",\"object\":\"model\",\"max_model_len\":8192}]}"
                    .formatted(MODEL);

    private final ServerSocket server;
    private volatile int xid;

    private DoomedEngine(ServerSocket server) {
        this.server = server;
    }

    static DoomedEngine start() throws IOException {
        var engine = new DoomedEngine(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().name("doomed-engine").start(engine::accept);
        return engine;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Its GPU's last error is this one from now on. */
    void raise(int number) {
        xid = number;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var path = readRequest(new BufferedInputStream(socket.getInputStream()));
            var out = socket.getOutputStream();
            switch (path) {
                case "/metrics" -> reply(out, "text/plain", METRICS);
                case "/dcgm/metrics" -> reply(out, "text/plain", DEVICES.formatted(xid));
                case "/v1/models" -> reply(out, "application/json", MODELS);
                case "/v1/chat/completions" -> dieAnswering(socket, out);
                default -> reply(out, "text/plain", "ok");
            }
        } catch (IOException _) {
            // The other side left; there is nobody to tell.
        }
    }

    private static void reply(OutputStream out, String type, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var head =
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: %s\r\ncontent-length: %d\r\n\r\n"
                        .formatted(type, bytes.length);
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.flush();
    }

    private static void dieAnswering(Socket socket, OutputStream out) throws IOException {
        out.write(
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        for (var token = 1; token <= DELIVERED; token++) {
            chunk(out, event(token));
        }
        // The stream ends without its last chunk: what a crash looks like from outside.
        socket.shutdownOutput();
    }

    private static String event(int token) {
        return "data: {\"id\":\"chatcmpl-doomed\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"%s\","
                        .formatted(MODEL)
                + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\" t%d\"},\"finish_reason\":null}],"
                        .formatted(token)
                + "\"usage\":{\"prompt_tokens\":8,\"completion_tokens\":%d,\"total_tokens\":%d}}\n\n"
                        .formatted(token, 8 + token);
    }

    private static void chunk(OutputStream out, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Reads one request to its end and returns its path. */
    private static String readRequest(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            var next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.write(next);
        }
        var text = head.toString(StandardCharsets.US_ASCII);
        in.readNBytes(contentLength(text));
        return text.split(" ", 3)[1];
    }

    private static int contentLength(String head) {
        return head.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("content-length:"))
                .mapToInt(
                        line ->
                                Integer.parseInt(
                                        line.substring("content-length:".length()).strip()))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
