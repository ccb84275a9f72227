// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.usage;

import io.wattmill.billing.price.Tokens;
import io.wattmill.contract.common.v1.TokenVector;

/** What of a usage record is kept, in the form in which it is. */
final class KeptUsage {

    private KeptUsage() {}

    static Tokens tokens(TokenVector vector) {
        return new Tokens(
                vector.getInputUncached(),
                vector.getCacheRead(),
                vector.getCacheWrite(),
                vector.getOutput(),
                vector.getReasoning());
    }

    /** PostgreSQL stores no NUL, and a caller's label must not fill the disk. */
    static String text(String text) {
        String stored = text.replace("\0", "");
        return stored.length() <= UsageParser.MAX_TEXT
                ? stored
                : stored.substring(0, UsageParser.MAX_TEXT);
    }
}
