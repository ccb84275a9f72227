// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

import java.util.List;

class AcrossSeedsTest {
    @Property
    void sharesOfAWholeSumToItForAnyNumberOfSeeds(
            @ForAll @Size(min = 1, max = 9) List<@DoubleRange(min = 0, max = 1) Double> busy) {
        AcrossSeeds<Double> all = new AcrossSeeds<>(busy, Evidence.SURE, "test");
        double sum = all.of(one -> one).value() + all.of(one -> 1 - one).value();
        assertEquals(1, sum, 1e-12);
    }
}
