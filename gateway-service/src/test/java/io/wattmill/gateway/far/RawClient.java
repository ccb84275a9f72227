// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.far;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A socket, for what no well-behaved client would send. */
public final class RawClient implements AutoCloseable {

    private final Socket socket;

    public RawClient(int port) {
        try {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(60_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawClient send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What comes until {@code end} is in it, or the other side closes. */
    public String readUntil(String end) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            int next = in.read();
            while (next >= 0) {
                read.write(next);
                if (next == end.charAt(end.length() - 1)
                        && read.toString(StandardCharsets.UTF_8).endsWith(end)) {
                    break;
                }
                next = in.read();
            }
        } catch (SocketException _) {
            return read.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    /** Reads so many bytes and forgets them. */
    public void skip(long bytes) {
        try {
            socket.getInputStream().skipNBytes(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything until the other side closes. */
    public String readAll() {
        return readUntil("\u0000never\u0000");
    }

    /** A chat request, whole, ready to be sent. */
    public static String chat(String key, String body) {
        return post("/v1/chat/completions", key, body);
    }

    /** Any request with a body, whole, ready to be sent. */
    public static String post(String path, String key, String body) {
        return "POST "
                + path
                + " HTTP/1.1\r\nhost: x\r\nauthorization: Bearer "
                + key
                + "\r\ncontent-type: application/json\r\ncontent-length: "
                + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\n\r\n"
                + body;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
