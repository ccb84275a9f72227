// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer;

/**
 * A figure by which plans are compared. Tokens without a word before them are input and output
 * tokens together. Shares are of one.
 */
public enum Metric {
    /** Output tokens per second, over the simulated time. */
    OUTPUT_TOKENS_PER_S(Group.THROUGHPUT, "Output", "tokens/s", Better.MORE),
    /** Input tokens per second, those read from a prefix cache included. */
    INPUT_TOKENS_PER_S(Group.THROUGHPUT, "Input", "tokens/s", Better.MORE),
    /** Output tokens per second for each MW that the utility must hold ready. */
    OUTPUT_TOKENS_PER_S_PER_PROVISIONED_MW(
            Group.THROUGHPUT, "Output per provisioned MW", "tokens/s/MW", Better.MORE),
    /** Output tokens per second for each MW that the facility draws. */
    OUTPUT_TOKENS_PER_S_PER_MEASURED_MW(
            Group.THROUGHPUT, "Output per MW drawn", "tokens/s/MW", Better.MORE),
    /** Output tokens per joule of the GPUs. */
    OUTPUT_TOKENS_PER_GPU_JOULE(
            Group.ENERGY, "Output tokens per joule, GPUs", "tokens/J", Better.MORE),
    /** Output tokens per joule of all IT. */
    OUTPUT_TOKENS_PER_IT_JOULE(
            Group.ENERGY, "Output tokens per joule, IT", "tokens/J", Better.MORE),
    /** Output tokens per joule at the utility meter. */
    OUTPUT_TOKENS_PER_FACILITY_JOULE(
            Group.ENERGY, "Output tokens per joule, facility", "tokens/J", Better.MORE),
    /** Energy at the utility meter. */
    ENERGY_MWH_PER_YEAR(Group.ENERGY, "Energy", "MWh/year", Better.LESS),
    /** Everything that the plan costs, over output tokens alone. */
    COST_PER_OUTPUT_MTOK(Group.MONEY, "Cost of output", "¤/Mtok", Better.LESS),
    /** Everything that the plan costs, over input and output tokens. */
    COST_PER_MTOK(Group.MONEY, "Cost of all tokens", "¤/Mtok", Better.LESS),
    /** Everything that the plan costs in a year. */
    COST_PER_YEAR(Group.MONEY, "Cost", "¤/year", Better.LESS),
    /** GPU time that made tokens that somebody asked for, in time. */
    USEFUL_SHARE(Group.UTILIZATION, "Useful", "%", Better.MORE),
    /** GPU time that was busy with anything else. */
    BUSY_SHARE(Group.UTILIZATION, "Busy otherwise", "%", Better.LESS),
    /** GPU time without work. */
    IDLE_SHARE(Group.UTILIZATION, "Idle", "%", Better.LESS),
    /** GPU time without work that work could not use: no power, no memory, down. */
    STRANDED_SHARE(Group.UTILIZATION, "Stranded", "%", Better.LESS),
    /** Share of minutes in which the site serves. */
    AVAILABILITY(Group.SERVICE, "Availability", "%", Better.MORE),
    /** Share of requests that met every limit of theirs. */
    SLO_ATTAINMENT(Group.SERVICE, "SLO attainment", "%", Better.MORE),
    /** Energy at the utility meter over energy of IT, of the year. */
    PUE(Group.FACILITY, "PUE, year", "", Better.LESS),
    /** Water over energy of IT, of the year. */
    WUE_L_PER_KWH(Group.FACILITY, "WUE, year", "L/kWh", Better.LESS),
    /** Carbon of a kWh at the utility meter. */
    CARBON_G_PER_KWH(Group.FACILITY, "Carbon of energy", "g/kWh", Better.LESS),
    /** Carbon of a million tokens, input and output. */
    CARBON_G_PER_MTOK(Group.FACILITY, "Carbon of tokens", "g/Mtok", Better.LESS);

    private final Group group;
    private final String label;
    private final String unit;
    private final Better better;

    Metric(Group group, String label, String unit, Better better) {
        this.group = group;
        this.label = label;
        this.unit = unit;
        this.better = better;
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

    /** What a planner wants of it. */
    public Better better() {
        return better;
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

    /** Which way is up. */
    public enum Better {
        /** The more, the better. */
        MORE,
        /** The less, the better. */
        LESS
    }
}
