// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.upkeep;

/** What can fail. */
public enum Part {
    GPU("gpu"),
    NODE("node"),
    SWITCH("switch"),
    FEED("feed"),
    TRANSFORMER("transformer"),
    GENERATOR("generator"),
    UPS("ups"),
    PDU("pdu"),
    BREAKER("breaker"),
    CDU("cdu"),
    CRAH("crah"),
    CHILLER("chiller"),
    REJECTOR("rejector");

    private final String key;

    Part(String key) {
        this.key = key;
    }

    /** As a plan file calls it. */
    public String key() {
        return key;
    }
}
