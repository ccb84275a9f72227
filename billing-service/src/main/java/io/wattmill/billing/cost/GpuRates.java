// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/**
 * What an hour of a GPU costs, by type. The rates are given; a model of capital, useful life and
 * interest (knowledge: C_gpu_h) would compute them and belongs here.
 *
 * @param perHour currency per GPU-hour by catalogue name
 * @param otherwise for a GPU whose type is not among them, or that nobody named
 */
public record GpuRates(Map<String, BigDecimal> perHour, BigDecimal otherwise) {

    private static final int NANO_DIGITS = 9;
    private static final BigDecimal US_PER_HOUR = BigDecimal.valueOf(3_600_000_000L);

    public GpuRates {
        perHour = Map.copyOf(perHour);
    }

    /** Nano-units per hour of these GPUs together. */
    public long nanoPerHour(List<String> gpuTypes) {
        return gpuTypes.stream()
                .map(type -> perHour.getOrDefault(type, otherwise))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .scaleByPowerOfTen(NANO_DIGITS)
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    /** Nano-units for a time at a rate, rounded half to even. */
    public static long nano(long nanoPerHour, long us) {
        return BigDecimal.valueOf(nanoPerHour)
                .multiply(BigDecimal.valueOf(us))
                .divide(US_PER_HOUR, 0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }
}
