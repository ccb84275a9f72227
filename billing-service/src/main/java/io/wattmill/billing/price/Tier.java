// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

import java.util.Set;

/** Service tiers as prices name them. */
final class Tier {

    /** What OpenAI's API calls the tier that a request has without asking for one. */
    private static final Set<String> DEFAULT = Set.of("default", "auto");

    private Tier() {}

    /** The tier's one name: empty for the default one, by whatever name it was written. */
    static String of(String text) {
        return DEFAULT.contains(text) ? "" : text;
    }
}
