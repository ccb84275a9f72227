// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Server-sent events from bytes that arrive in pieces (WHATWG HTML, section 9.2.6). Lines end with
 * LF or CR LF; a lone CR, which no server of this API sends, is no line end here. Only the data of
 * an event is kept.
 */
final class EventDecoder {

    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);

    private final int maxEventBytes;
    private final StringBuilder data = new StringBuilder();
    private byte[] line = new byte[512];
    private int lineLength;
    private boolean hasData;

    /** A decoder that refuses events, and lines, of more than {@code maxEventBytes}. */
    EventDecoder(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /**
     * Takes bytes in and hands out the data of each event they complete; false when one is too
     * long.
     */
    boolean take(byte[] bytes, Consumer<String> event) {
        for (int from = 0; from < bytes.length; ) {
            int to = indexOfLineFeed(bytes, from);
            if (lineLength + (to - from) + data.length() > maxEventBytes) {
                return false;
            }
            append(bytes, from, to);
            if (to < bytes.length) {
                endLine(event);
            }
            from = to + 1;
        }
        return true;
    }

    private static int indexOfLineFeed(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private void append(byte[] bytes, int from, int to) {
        int needed = lineLength + to - from;
        if (needed > line.length) {
            line = Arrays.copyOf(line, Math.max(needed, 2 * line.length));
        }
        System.arraycopy(bytes, from, line, lineLength, to - from);
        lineLength = needed;
    }

    private void endLine(Consumer<String> event) {
        int length = lineLength > 0 && line[lineLength - 1] == '\r' ? lineLength - 1 : lineLength;
        lineLength = 0;
        if (length == 0) {
            dispatch(event);
        } else if (isData(length)) {
            addData(length);
        }
    }

    private boolean isData(int length) {
        return length >= DATA.length && Arrays.equals(line, 0, DATA.length, DATA, 0, DATA.length);
    }

    private void addData(int length) {
        int from = length > DATA.length && line[DATA.length] == ' ' ? DATA.length + 1 : DATA.length;
        if (hasData) {
            data.append('\n');
        }
        data.append(new String(line, from, length - from, StandardCharsets.UTF_8));
        hasData = true;
    }

    private void dispatch(Consumer<String> event) {
        if (hasData) {
            String text = data.toString();
            data.setLength(0);
            hasData = false;
            event.accept(text);
        }
    }
}
