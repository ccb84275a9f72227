// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.power;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Hours of meters as {@code wattmill series import --kind meter} reads them. */
public final class MeterCsv {
    private static final long US_PER_SECOND = 1_000_000;

    private MeterCsv() {}

    /** The sums of several meters, hour by hour. */
    public static String of(Collection<Map<Long, BigDecimal>> meters) {
        var sums = new TreeMap<Long, BigDecimal>();
        meters.forEach(
                meter -> meter.forEach((hour, kwh) -> sums.merge(hour, kwh, BigDecimal::add)));
        var csv = new StringBuilder("hour,value\n");
        sums.forEach(
                (hourUs, kwh) ->
                        csv.append(Instant.ofEpochSecond(hourUs / US_PER_SECOND))
                                .append(',')
                                .append(kwh.toPlainString())
                                .append('\n'));
        return csv.toString();
    }
}
