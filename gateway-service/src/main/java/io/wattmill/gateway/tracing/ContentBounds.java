// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

/**
 * What of the content spans may tell.
 *
 * @param policy whether any
 * @param maxChars characters of all messages in, and of all messages out
 */
record ContentBounds(ContentPolicy policy, int maxChars) {

    /** An escape in JSON takes up to six characters, and the shape around texts some more. */
    private static final int CHARS_WRITTEN = 8;

    boolean isTold() {
        return policy == ContentPolicy.OPT_IN;
    }

    /** Characters of an attribute at most. */
    int attributeChars() {
        return isTold()
                ? Math.max(SpanAttributes.MAX_CHARS, CHARS_WRITTEN * maxChars)
                : SpanAttributes.MAX_CHARS;
    }
}
