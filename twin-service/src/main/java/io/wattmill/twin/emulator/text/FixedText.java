// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A text that must come out as it is, cut into tokens of {@value Tokenizer#BYTES_PER_TOKEN} bytes
 * of UTF-8; a character is never cut, so a token may have up to three bytes more.
 *
 * @param tokens at least one
 */
public record FixedText(List<String> tokens) implements Speech {
    /** Refuses no tokens. */
    public FixedText {
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException("an engine makes at least one token");
        }
    }

    /** The tokens of a text; an empty one is one empty token. */
    public static FixedText of(String text) {
        return new FixedText(text.isEmpty() ? List.of("") : cut(text));
    }

    /** The tokens of a text behind one that says nothing: that which opens a call. */
    public static FixedText behindAMark(String text) {
        var tokens = new ArrayList<String>();
        tokens.add("");
        tokens.addAll(cut(text));
        return new FixedText(List.copyOf(tokens));
    }

    private static List<String> cut(String text) {
        var tokens = new ArrayList<String>();
        int from = 0;
        int to = 0;
        while (to < text.length()) {
            to += Character.charCount(text.codePointAt(to));
            if (Tokenizer.utf8Bytes(text, from, to) >= Tokenizer.BYTES_PER_TOKEN) {
                tokens.add(text.substring(from, to));
                from = to;
            }
        }
        if (from < to) {
            tokens.add(text.substring(from, to));
        }
        return List.copyOf(tokens);
    }

    @Override
    public String token(int n) {
        return tokens.get(n);
    }

    @Override
    public int naturalTokens() {
        return tokens.size();
    }

    @Override
    public boolean endless() {
        return false;
    }
}
