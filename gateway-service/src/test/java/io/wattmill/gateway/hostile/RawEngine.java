// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that reads a head and whatever comes with it, and answers with bytes that no good server
 * would send, then goes on with a second text for as long as it is read.
 */
final class RawEngine implements AutoCloseable {

    private static final int BACKLOG = 50;
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    private final ServerSocket server;
    private final Thread thread;
    private volatile byte[] answer = {};
    private volatile byte[] again = {};

    RawEngine() {
        try {
            server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofVirtual().name("raw-engine").start(this::serve);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** What it answers from now on, and what it then repeats until it is cut; nothing if empty. */
    RawEngine says(String text, String forEver) {
        answer = text.getBytes(StandardCharsets.ISO_8859_1);
        again = forEver.getBytes(StandardCharsets.ISO_8859_1);
        return this;
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                Thread.ofVirtual().start(() -> answer(caller));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void answer(Socket caller) {
        try (caller;
                InputStream in = caller.getInputStream();
                OutputStream out = caller.getOutputStream()) {
            readRequest(in);
            out.write(answer);
            out.flush();
            while (again.length > 0) {
                out.write(again);
                out.flush();
            }
        } catch (IOException _) {
            return; // cut, which is what its tests are about
        }
    }

    /** Whoever closes a socket with bytes unread may take the answer away with it. */
    private static void readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readNBytes(1)[0]);
        }
        Matcher length = LENGTH.matcher(head);
        in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    }

    @Override
    public void close() {
        try {
            server.close();
            thread.join();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
