// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

/**
 * What the rows of {@code finance_now} that belong together sum to. Money is in nano-units, energy
 * in microjoules, carbon in micrograms.
 */
public record FinanceSums(
        Requests requests, Tokens tokens, Money money, Joules joules, Outcomes outcomes) {

    /**
     * How many.
     *
     * @param measured those whose joules are all booked
     * @param predictedUj device joules as predicted at placement, of all
     */
    public record Requests(
            long count, long completed, long unpriced, long measured, long predictedUj) {}

    /** Of requests; reasoning is a part of output, waste is beside it. */
    public record Tokens(
            long inputUncached,
            long cacheRead,
            long cacheWrite,
            long output,
            long reasoning,
            long waste) {

        long input() {
            return inputUncached + cacheRead + cacheWrite;
        }
    }

    /** Adjustments are of monthly schedules, in addition to charges. */
    public record Money(long charged, long adjusted, long gpu, long electricity, long provider) {

        long due() {
            return Math.addExact(charged, adjusted);
        }

        long cost() {
            return Math.addExact(Math.addExact(gpu, electricity), provider);
        }
    }

    /**
     * Where joules went.
     *
     * @param qualityUj device joules times the quality of their meters
     */
    public record Joules(
            long prefill,
            long decode,
            long idle,
            long empty,
            long unattributed,
            long host,
            long facility,
            long qualityUj,
            long carbonUg) {

        long device() {
            return prefill + decode + idle + empty + unattributed;
        }

        long all() {
            return device() + host + facility;
        }
    }

    /** What owners reported. */
    public record Outcomes(long reported, long succeeded, long valueNano) {}
}
