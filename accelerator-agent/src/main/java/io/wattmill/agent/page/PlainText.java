// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.page;

/** Names that engines, drivers and other people's processes chose, as a terminal may show them. */
public final class PlainText {

    private PlainText() {}

    /**
     * The text on one line, without anything that could command a terminal or turn its reading
     * direction: controls (C1 too, of which U+009B begins a sequence as ESC [ does), formats, and
     * the two separators that begin another line.
     */
    public static String of(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
    }
}
