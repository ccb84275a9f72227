// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.cooling;

/** Machines that stand in for each other on one loop. */
enum Bank {
    AIR("crah", "air handler"),
    CHILLER("chiller", "chiller"),
    REJECTOR("rejector", "dry cooler or tower");

    private final String key;
    private final String word;

    Bank(String key, String word) {
        this.key = key;
        this.word = word;
    }

    String key() {
        return key;
    }

    String word() {
        return word;
    }
}
