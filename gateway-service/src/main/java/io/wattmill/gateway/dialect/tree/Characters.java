// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.tree;

/** Text that can be written as UTF-8. */
public final class Characters {

    private static final char REPLACEMENT = '\uFFFD';

    private Characters() {}

    /** {@code text} with each half of a surrogate pair replaced: it is no character. */
    public static String whole(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (Character.isSurrogate(text.charAt(at))) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        var whole = new StringBuilder(text.length());
        text.codePoints()
                .map(
                        c ->
                                c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
                                        ? REPLACEMENT
                                        : c)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }
}
