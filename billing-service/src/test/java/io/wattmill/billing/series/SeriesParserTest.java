// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.billing.price.FacilityFactors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

final class SeriesParserTest {

    private static final long HOUR = HourValue.HOUR_US;
    private static final long T0 = 1_795_280_400_000_000L;

    @Test
    void readsHoursInTheOrderOfTheFile() {
        var parsed =
                new SeriesParser(SeriesKind.PRICE, 10)
                        .parse(
                                "hour,value\n"
                                        + "2026-11-21T17:00:00Z,0.0912\n"
                                        + "2026-11-21T16:00:00Z, 0\n");
        var hours = assertInstanceOf(SeriesParser.Valid.class, parsed).hours();
        assertEquals(
                List.of(
                        new HourValue(T0, new BigDecimal("0.0912")),
                        new HourValue(T0 - HOUR, BigDecimal.ZERO)),
                hours);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    PRICE  | time,value                                                        | line 1: the first line must be
                    PRICE  | hour,value                                                        | line 2: there is no hour
                    PRICE  | hour,value;2026-11-21T17:00:00Z                                   | line 2: write an hour, a comma
                    PRICE  | hour,value;2026-11-21T17:00:00Z,1e-9                              | line 2: write an hour, a comma
                    PRICE  | hour,value;2026-11-21T17:00:00Z,-1                                | line 2: write an hour, a comma
                    PUE    | hour,value;2026-11-21T17:00:00Z,0.9                               | line 2: a value of pue is from 1
                    CARBON | hour,value;2026-11-21T17:00:00Z,1;2026-11-21T17:30:00Z,1          | line 3: an hour begins at
                    CARBON | hour,value;2026-11-21T17:00:00Z,1;yesterday,1                     | line 3: an hour is in UTC
                    CARBON | hour,value;2026-11-21T17:00:00Z,1;2026-11-21T17:00:00Z,2          | line 3: the hour is there twice
                    """)
    void namesTheLineAndTheFix(SeriesKind kind, String file, String wrong) {
        var parsed = new SeriesParser(kind, 2).parse(file.replace(';', '\n'));
        String message = assertInstanceOf(SeriesParser.Invalid.class, parsed).message();
        assertTrue(message.contains(wrong), message);
    }

    @Test
    void takesNoMoreHoursThanOneImportMayHave() {
        String file = "hour,value\n2026-11-21T17:00:00Z,1\n2026-11-21T18:00:00Z,1\n";
        assertEquals(
                new SeriesParser.TooMany(1), new SeriesParser(SeriesKind.PRICE, 1).parse(file));
    }

    @Test
    void aTimeOverTwoHoursHasTheirMeanByTheTimeInEach() {
        FacilityFactors constants =
                new FacilityFactors(120_000, 1_250_000, 380_000_000, new BigDecimal("0.085"));
        FacilityHours hours =
                new FacilityHours(
                        Map.of(
                                new SeriesKey(SeriesKind.PRICE, "z"),
                                Map.of(T0, new BigDecimal("0.1"), T0 + HOUR, new BigDecimal("0.4")),
                                new SeriesKey(SeriesKind.PUE, "z"),
                                Map.of(T0, new BigDecimal("1.10"))));
        FacilityFactors over = hours.over("z", T0 + HOUR / 2, T0 + HOUR * 3 / 4 + HOUR, constants);
        // Half an hour at 0.1 and three quarters at 0.4; no PUE for the second: the constant.
        assertEquals(new BigDecimal("0.28"), over.electricityPricePerKwh());
        assertEquals(1_190_000, over.puePpm());
        assertEquals(380_000_000, over.carbonUgPerKwh());
        assertEquals(constants, hours.over("elsewhere", T0, T0 + 1, constants));
    }
}
