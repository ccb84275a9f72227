// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a byte stream into server-sent events, wherever the chunks end. An event that lies in one
 * chunk is not copied. Line ends are LF, CRLF or CR (WHATWG HTML, section 9.2.6); a CR at the end
 * of a chunk waits for the next byte.
 *
 * <p>One scanner per stream, not for several threads.
 */
public final class SseScanner {

    private static final byte[] NOTHING = {};
    private static final byte[] END = {'\n', '\n'};

    private final int maxEventBytes;
    private byte[] pending = NOTHING;

    /** A scanner that refuses events longer than {@code maxEventBytes}. */
    public SseScanner(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /**
     * Takes the next bytes and hands on each event that they complete. The array must not change
     * while the events are in use.
     *
     * @return false when an event is longer than the limit; the stream is lost then
     */
    public boolean feed(byte[] chunk, Consumer<SseEvent> sink) {
        byte[] bytes = pending.length == 0 ? chunk : joined(pending, chunk);
        int consumed = 0;
        int next = eventEnd(bytes, consumed);
        while (next > 0) {
            if (!isBlank(bytes, consumed)) {
                sink.accept(event(bytes, consumed, next));
            }
            consumed = next;
            next = eventEnd(bytes, consumed);
        }
        pending = consumed == bytes.length ? NOTHING : tail(bytes, consumed);
        return pending.length <= maxEventBytes;
    }

    /** The stream has ended: an event whose blank line is missing is handed on all the same. */
    public void end(Consumer<SseEvent> sink) {
        if (pending.length > 0) {
            feed(END, sink);
            pending = NOTHING;
        }
    }

    /** Offset behind the event that starts at {@code from}; 0 when it is not complete. */
    private static int eventEnd(byte[] bytes, int from) {
        int line = from;
        while (true) {
            int end = lineEnd(bytes, line);
            int next = end < 0 ? -1 : nextLine(bytes, end);
            if (next < 0) {
                return 0;
            }
            if (end == line) {
                return next;
            }
            line = next;
        }
    }

    /** A blank line without an event before it ends nothing. */
    private static boolean isBlank(byte[] bytes, int from) {
        return bytes[from] == '\n' || bytes[from] == '\r';
    }

    private static int lineEnd(byte[] bytes, int from) {
        for (int at = from; at < bytes.length; at++) {
            if (bytes[at] == '\n' || bytes[at] == '\r') {
                return at;
            }
        }
        return -1;
    }

    /** Offset behind the line end at {@code end}; -1 when the byte that decides is yet to come. */
    private static int nextLine(byte[] bytes, int end) {
        if (bytes[end] == '\n') {
            return end + 1;
        }
        if (end + 1 == bytes.length) {
            return -1;
        }
        return bytes[end + 1] == '\n' ? end + 2 : end + 1;
    }

    private static SseEvent event(byte[] bytes, int from, int to) {
        Slice raw = new Slice(bytes, from, to);
        Slice data = new Slice(bytes, from, from);
        int line = from;
        while (line < to) {
            int end = lineEnd(bytes, line);
            if (isData(bytes, line, end)) {
                data = append(data, value(bytes, line, end));
            }
            line = nextLine(bytes, end);
        }
        return new SseEvent(raw, data);
    }

    private static boolean isData(byte[] bytes, int from, int to) {
        return to - from >= 5
                && bytes[from] == 'd'
                && bytes[from + 1] == 'a'
                && bytes[from + 2] == 't'
                && bytes[from + 3] == 'a'
                && bytes[from + 4] == ':';
    }

    private static Slice value(byte[] bytes, int line, int end) {
        int from = line + 5;
        return new Slice(bytes, from < end && bytes[from] == ' ' ? from + 1 : from, end);
    }

    /** Several data lines are one value with line feeds between. */
    private static Slice append(Slice data, Slice line) {
        if (data.length() == 0) {
            return line;
        }
        var both = new ByteArrayOutputStream(data.length() + 1 + line.length());
        both.write(data.bytes(), data.from(), data.length());
        both.write('\n');
        both.write(line.bytes(), line.from(), line.length());
        return Slice.of(both.toByteArray());
    }

    private static byte[] tail(byte[] bytes, int from) {
        return from == 0 ? bytes : Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static byte[] joined(byte[] head, byte[] rest) {
        byte[] both = Arrays.copyOf(head, head.length + rest.length);
        System.arraycopy(rest, 0, both, head.length, rest.length);
        return both;
    }
}
