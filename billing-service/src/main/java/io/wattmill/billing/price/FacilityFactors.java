// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * How device joules become site joules, money and carbon.
 *
 * @param hostSharePpm host joules per million device joules, until hosts are metered
 * @param puePpm power usage effectiveness, 1,000,000 = 1.0
 * @param carbonUgPerKwh micrograms of CO2 equivalent per kWh that the site draws
 * @param electricityPricePerKwh currency per kWh
 */
public record FacilityFactors(
        long hostSharePpm, long puePpm, long carbonUgPerKwh, BigDecimal electricityPricePerKwh) {

    private static final long ONE_PPM = 1_000_000L;
    private static final int NANO_DIGITS = 9;
    private static final BigInteger UJ_PER_KWH = BigInteger.valueOf(3_600_000_000_000L);

    public FacilityFactors {
        electricityPricePerKwh = electricityPricePerKwh.stripTrailingZeros();
        if (hostSharePpm < 0
                || puePpm < ONE_PPM
                || carbonUgPerKwh < 0
                || electricityPricePerKwh.signum() < 0) {
            throw new IllegalArgumentException(
                    "host share, carbon and price are 0 or more, PUE is 1 or more");
        }
    }

    /** Host microjoules that belong to device microjoules. */
    public long hostUj(long deviceUj) {
        return scaled(deviceUj, hostSharePpm);
    }

    /**
     * Microjoules that the facility adds (cooling, conversion) to microjoules of IT equipment: (PUE
     * - 1) of them.
     */
    public long facilityUj(long itUj) {
        return scaled(itUj, puePpm - ONE_PPM);
    }

    /** Micrograms of CO2 equivalent of microjoules drawn by the site. */
    public long carbonUg(long siteUj) {
        return BigInteger.valueOf(siteUj)
                .multiply(BigInteger.valueOf(carbonUgPerKwh))
                .divide(UJ_PER_KWH)
                .longValueExact();
    }

    /** Nano-units of currency for microjoules drawn by the site, rounded half to even. */
    public long energyCostNano(long siteUj) {
        return BigDecimal.valueOf(siteUj)
                .multiply(electricityPricePerKwh)
                .scaleByPowerOfTen(NANO_DIGITS)
                .divide(new BigDecimal(UJ_PER_KWH), 0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    private static long scaled(long amount, long ppm) {
        return BigInteger.valueOf(amount)
                .multiply(BigInteger.valueOf(ppm))
                .divide(BigInteger.valueOf(ONE_PPM))
                .longValueExact();
    }
}
