// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.economics;

/** What a year's money goes to. */
public enum CostPart {
    ENERGY("energy", false),
    DEMAND("demand charge", false),
    WATER("water", false),
    IT("IT capital", true),
    FACILITY("facility capital", true),
    UPKEEP("upkeep", true),
    STAFF("staff", true),
    SPARES("spares", true);

    private final String word;
    private final boolean fixed;

    CostPart(String word, boolean fixed) {
        this.word = word;
        this.fixed = fixed;
    }

    /** As it stands in a chart. */
    public String word() {
        return word;
    }

    /** Whether it costs the same when nobody asks for a token. */
    public boolean fixed() {
        return fixed;
    }
}
