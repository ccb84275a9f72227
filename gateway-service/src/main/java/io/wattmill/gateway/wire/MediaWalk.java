// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Skips a value as a parser would by itself, and notes the media in it: members named {@code url},
 * {@code data} or {@code file_data} that hold a string, as in OpenAI's parts {@code image_url},
 * {@code input_audio} and {@code file}.
 */
final class MediaWalk {

    private static final byte[] DATA = Text.ascii("data:");

    private final JsonParser in;
    private final Slice slice;
    private long bytes;
    private int parts;

    MediaWalk(JsonParser in, Slice slice) {
        this.in = in;
        this.slice = slice;
    }

    /** The parser stands on the value's first token and ends on its last. */
    Media skip() throws IOException {
        int open = in.currentToken().isStructStart() ? 1 : 0;
        while (open > 0) {
            JsonToken token = in.nextToken();
            if (token.isStructStart()) {
                open++;
            } else if (token.isStructEnd()) {
                open--;
            } else if (token == JsonToken.VALUE_STRING && isMedium(in.currentName())) {
                note();
            }
        }
        return parts == 0 ? Media.NONE : new Media(bytes, parts);
    }

    private static boolean isMedium(@Nullable String name) {
        return switch (name) {
            case "url", "data", "file_data" -> true;
            case null, default -> false;
        };
    }

    private void note() throws IOException {
        int from = slice.from() + (int) in.currentTokenLocation().getByteOffset() + 1;
        boolean inline = !in.currentName().equals("url") || isData(from);
        in.finishToken();
        int to = slice.from() + (int) in.currentLocation().getByteOffset() - 1;
        parts++;
        bytes += inline ? to - from : 0;
    }

    private boolean isData(int from) {
        if (from + DATA.length > slice.to()) {
            return false;
        }
        for (int at = 0; at < DATA.length; at++) {
            if (slice.bytes()[from + at] != DATA[at]) {
                return false;
            }
        }
        return true;
    }
}
