// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tenancy;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names that people give, and ids. */
public final class Names {

    static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@:/+-]{0,99}");
    static final String NAME_SAYS =
            "1 to 100 letters, digits, spaces and . _ @ : / + -, a letter or digit first";
    static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
    static final String ID_SAYS = "1 to 64 of a-z, 0-9, '_' and '-', no sign first";
    static final Pattern MODEL = Pattern.compile("[!-~]{1,200}");
    static final Pattern ZONE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int SHORT = 24;

    private Names() {}

    /**
     * An id that a person recognizes: the name's letters and {@code suffix}, which tells it from
     * all others, so that nobody learns from a refusal what others have.
     */
    public static String id(String name, String suffix) {
        String plain =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String start = plain.length() <= SHORT ? plain : plain.substring(0, SHORT);
        return (start.isEmpty() ? "x" : start) + "-" + suffix;
    }
}
