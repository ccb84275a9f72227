// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * The linear energy model of one engine, all GPUs of its group together: {@code energy_uj =
 * base_power_mw * seconds * 1000 + prefill * uncached tokens + decode * output tokens + kv * tokens
 * read}.
 *
 * @param prefillMicrojoulesPerToken above base, per prompt token that is computed
 * @param decodeMicrojoulesPerToken above base, per token produced, without its KV reads
 * @param kvReadPicojoulesPerToken above base, per token of KV cache read
 * @param basePowerMilliwatts with the model loaded and nothing running
 * @param relativeErrorPpm relative standard error of a prediction; 0 = unknown
 * @param method {@link #ENGINE_MODEL}, {@link #UNMETERED} or what the agent fitted
 * @param version of the coefficients, by their maker; the engine model's is the batch they hold at
 * @param stepMicrojoules of a decoded token's, what its step takes whatever is in it; with {@code
 *     tokenMicrojoules} 0 where the maker cannot tell
 * @param tokenMicrojoules of a decoded token's, what it adds to its step
 */
public record EnergyCoefficients(
        long prefillMicrojoulesPerToken,
        long decodeMicrojoulesPerToken,
        long kvReadPicojoulesPerToken,
        long basePowerMilliwatts,
        long relativeErrorPpm,
        String method,
        long version,
        long stepMicrojoules,
        long tokenMicrojoules) {
    /** Method of coefficients that {@link EngineModel#coefficients()} derives. */
    public static final String ENGINE_MODEL = "engine-model";

    /** Method of coefficients that mean nothing: nobody here can know the joules. */
    public static final String UNMETERED = "unmetered";

    /** Of an engine whose joules nobody here can know. */
    public static final EnergyCoefficients NONE =
            new EnergyCoefficients(0, 0, 0, 0, 0, UNMETERED, 0, 0, 0);

    private static final long PICO_PER_MICRO = 1_000_000;

    /** Microjoules above base of a request: its prompt, then {@code output} tokens after it. */
    public long marginalMicrojoules(long uncachedTokens, long promptTokens, long outputTokens) {
        return prefillMicrojoulesPerToken * uncachedTokens
                + decodeMicrojoulesPerToken * outputTokens
                + kvReadPicojoulesPerToken
                        * kvTokensRead(promptTokens, outputTokens)
                        / PICO_PER_MICRO;
    }

    /**
     * Tokens of KV cache that a request's output reads: each token the whole prompt and the output
     * before it. The contract's formula, which gateways and billing count by too.
     */
    static long kvTokensRead(long promptTokens, long outputTokens) {
        return outputTokens * promptTokens + outputTokens * Math.max(0, outputTokens - 1) / 2;
    }
}
