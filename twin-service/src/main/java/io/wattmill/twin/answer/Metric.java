// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer;

/**
 * A figure by which plans are compared. Tokens without a word before them are input and output
 * tokens together. Shares are of one.
 */
public enum Metric {
    /** Output tokens per second, over the simulated time. */
    OUTPUT_TOKENS_PER_S(Group.THROUGHPUT, "Output", "tokens/s"),
    /** Input tokens per second, those read from a prefix cache included. */
    INPUT_TOKENS_PER_S(Group.THROUGHPUT, "Input", "tokens/s"),
    /** Output tokens per second for each MW that the utility must hold ready. */
    OUTPUT_TOKENS_PER_S_PER_PROVISIONED_MW(
            Group.THROUGHPUT, "Output per provisioned MW", "tokens/s/MW"),
    /** Output tokens per second for each MW that the facility draws. */
    OUTPUT_TOKENS_PER_S_PER_MEASURED_MW(Group.THROUGHPUT, "Output per MW drawn", "tokens/s/MW"),
    /** Output tokens per joule of the GPUs. */
    OUTPUT_TOKENS_PER_GPU_JOULE(Group.ENERGY, "Output tokens per joule, GPUs", "tokens/J"),
    /** Output tokens per joule of all IT. */
    OUTPUT_TOKENS_PER_IT_JOULE(Group.ENERGY, "Output tokens per joule, IT", "tokens/J"),
    /** Output tokens per joule at the utility meter. */
    OUTPUT_TOKENS_PER_FACILITY_JOULE(Group.ENERGY, "Output tokens per joule, facility", "tokens/J"),
    /** Energy at the utility meter. */
    ENERGY_MWH_PER_YEAR(Group.ENERGY, "Energy", "MWh/year"),
    /** Everything that the plan costs, over output tokens alone. */
    COST_PER_OUTPUT_MTOK(Group.MONEY, "Cost of output", "¤/Mtok"),
    /** Everything that the plan costs, over input and output tokens. */
    COST_PER_MTOK(Group.MONEY, "Cost of all tokens", "¤/Mtok"),
    /** Everything that the plan costs in a year. */
    COST_PER_YEAR(Group.MONEY, "Cost", "¤/year"),
    /** GPU time that made tokens that somebody asked for, in time. */
    USEFUL_SHARE(Group.UTILIZATION, "Useful", "%"),
    /** GPU time that was busy with anything else. */
    BUSY_SHARE(Group.UTILIZATION, "Busy otherwise", "%"),
    /** GPU time without work. */
    IDLE_SHARE(Group.UTILIZATION, "Idle", "%"),
    /** GPU time without work that work could not use: no power, no memory, down. */
    STRANDED_SHARE(Group.UTILIZATION, "Stranded", "%"),
    /** Share of the site that power, cooling and working nodes let serve, mean over time. */
    AVAILABILITY(Group.SERVICE, "Availability", "%"),
    /** Share of requests that met every limit of theirs. */
    SLO_ATTAINMENT(Group.SERVICE, "SLO attainment", "%"),
    /** Energy at the utility meter over energy of IT, of the year. */
    PUE(Group.FACILITY, "PUE, year", ""),
    /** Water over energy of IT, of the year. */
    WUE_L_PER_KWH(Group.FACILITY, "WUE, year", "L/kWh"),
    /** Carbon of a kWh at the utility meter. */
    CARBON_G_PER_KWH(Group.FACILITY, "Carbon of energy", "g/kWh"),
    /** Carbon of a million tokens, input and output. */
    CARBON_G_PER_MTOK(Group.FACILITY, "Carbon of tokens", "g/Mtok");

    private final Group group;
    private final String label;
    private final String unit;

    Metric(Group group, String label, String unit) {
        this.group = group;
        this.label = label;
        this.unit = unit;
    }

    /** What it belongs to. */
    public Group group() {
        return group;
    }

    /** As a reader knows it. */
    public String label() {
        return label;
    }

    /** What follows the figure; a share is told in percent. */
    public String unit(String currency) {
        return unit.replace("¤", currency);
    }

    /** Whether it is a share of one. */
    public boolean isShare() {
        return "%".equals(unit);
    }

    /** Kinds of metrics, in the order in which they are read. */
    public enum Group {
        /** Tokens for time and power. */
        THROUGHPUT,
        /** Tokens for energy. */
        ENERGY,
        /** What it costs. */
        MONEY,
        /** Whether users are served. */
        SERVICE,
        /** What GPU time went to. */
        UTILIZATION,
        /** What the building does. */
        FACILITY
    }
}
