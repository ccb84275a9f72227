// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import io.wattmill.twin.trace.Bundles;

/** A format of traces. */
public enum TraceFormat {
    /**
     * kvcache-ai/Mooncake: one JSON object per line: {@code timestamp} in ms, {@code input_length},
     * {@code output_length} and {@code hash_ids}, one per block of 512 tokens.
     */
    MOONCAKE(Bundles.EVEN),

    /**
     * Azure/AzurePublicDataset, LLM inference 2023: CSV with the header {@code
     * TIMESTAMP,ContextTokens,GeneratedTokens}. It has no block hashes: no two prompts share
     * anything.
     */
    AZURE(Bundles.AS_RECORDED),
    /**
     * What a gateway of this house recorded (docs/reference/recording.md): a line for each request,
     * in the order in which they ended.
     */
    WATTMILL(Bundles.AS_RECORDED);

    private final Bundles bundles;

    TraceFormat(Bundles bundles) {
        this.bundles = bundles;
    }

    /** What this format's timestamps ask for. */
    public Bundles usualBundles() {
        return bundles;
    }

    RowParser parser() {
        return switch (this) {
            case MOONCAKE -> new MooncakeRows();
            case AZURE -> new AzureRows();
            case WATTMILL -> new WattmillRows();
        };
    }

    /** Whether rows stand in the order in which requests arrived. */
    boolean isInOrder() {
        return switch (this) {
            case MOONCAKE, AZURE -> true;
            case WATTMILL -> false;
        };
    }
}
