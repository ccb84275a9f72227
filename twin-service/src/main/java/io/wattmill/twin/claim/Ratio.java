// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

/** What side b is claimed to have so many times over side a. */
public enum Ratio {
    TOKENS_PER_GPU("per GPU"),
    TOKENS_PER_MEGAWATT("per MW"),
    TOKENS_PER_DOLLAR("per dollar");

    private final String shown;

    Ratio(String shown) {
        this.shown = shown;
    }

    /** As text says it behind a number of times. */
    public String shown() {
        return shown;
    }
}
