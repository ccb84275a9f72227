// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.report;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** The opaque cursor of a next page: where its first bucket starts. */
public final class PageCursor {

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");

    private PageCursor() {}

    /** A cursor that starts at an instant, epoch seconds. */
    public static String encode(long startS) {
        byte[] text = Long.toString(startS).getBytes(StandardCharsets.US_ASCII);
        return "page_" + Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    /** The instant, or empty when it is not one of ours. */
    static Optional<Long> decode(String cursor) {
        try {
            byte[] text = Base64.getUrlDecoder().decode(cursor.replaceFirst("^page_", ""));
            return Optional.of(new String(text, StandardCharsets.US_ASCII))
                    .filter(seconds -> SECONDS.matcher(seconds).matches())
                    .map(Long::valueOf);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
