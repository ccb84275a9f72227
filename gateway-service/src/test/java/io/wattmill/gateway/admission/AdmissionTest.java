// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.gateway.budget.BudgetSet;
import io.wattmill.gateway.identity.KeyRecord;
import io.wattmill.gateway.identity.TenantSalt;
import io.wattmill.gateway.lease.LeaseBook;
import io.wattmill.gateway.lease.LeaseRules;
import io.wattmill.gateway.lease.SliceBook;
import io.wattmill.gateway.meter.PriceTable;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

class AdmissionTest {

    private static final Tiers TIERS = new Tiers(Set.of("flex"));
    private final InFlight inFlight = new InFlight();
    private final Admission admission = admission(new AdmissionLimits(3, 2, 100, 2, TIERS));

    private Admission admission(AdmissionLimits limits) {
        LeaseRules rules = new LeaseRules(1, 1, 1, 1);
        EnergyPriors priors = new EnergyPriors(EnergyCoefficients.getDefaultInstance());
        return new Admission(
                limits,
                inFlight,
                () -> Optional.of(BudgetSet.NONE),
                new Estimator(() -> PriceTable.NONE, priors, 10),
                new Reserver(new LeaseBook(rules), new SliceBook(rules), new SilentNotices()),
                () -> 0);
    }

    private static Ask ask(String key, OptionalLong maxOutput, int choices) {
        KeyRecord record =
                new KeyRecord(
                        key,
                        "o",
                        "p",
                        Set.of(),
                        OptionalLong.empty(),
                        false,
                        TenantSalt.of(new byte[32]));
        return new Ask(record, "", "", "m", 9, maxOutput, choices, 1, List.of());
    }

    private static Ask plain(String key) {
        return ask(key, OptionalLong.empty(), 1);
    }

    private Admission.Ticket admitted(String key) {
        return assertInstanceOf(
                        Admission.Outcome.Admitted.class,
                        admission.admit(plain(key), Turn.FIRST).orElseThrow())
                .ticket();
    }

    private int refused(Ask ask) {
        return assertInstanceOf(
                        Admission.Outcome.Refused.class,
                        admission.admit(ask, Turn.FIRST).orElseThrow())
                .error()
                .status();
    }

    @Test
    void boundsRequestsOfAllAndOfOneKey() {
        Admission.Ticket first = admitted("a");
        admitted("a");
        assertEquals(429, refused(plain("a")));
        admitted("b");
        assertEquals(503, refused(plain("c")));
        first.close();
        first.close();
        assertEquals(2, inFlight.total());
        assertEquals(1, inFlight.of("a"));
        admitted("c");
    }

    @Test
    void refusesAbsurdWishes() {
        assertEquals(400, refused(ask("a", OptionalLong.of(101), 1)));
        assertEquals(400, refused(ask("a", OptionalLong.empty(), 3)));
        assertEquals(0, inFlight.total());
    }

    @Test
    void estimatesAQuarterOfTheBytes() {
        assertEquals(3, admitted("a").promptTokens());
    }

    @Test
    void neverLetsMoreInThanTheLimitHoweverManyAskAtOnce() throws Exception {
        Admission wide = admission(new AdmissionLimits(40, 10, 100, 1, TIERS));
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                calls.add(callers.submit(() -> hammer(wide, most)));
            }
            for (Future<?> call : calls) {
                finish(call);
            }
        }
        assertEquals(0, inFlight.total());
        assertEquals(0, inFlight.of("k"));
        assertEquals(true, most.get() <= 10, "at once: " + most);
    }

    private static void finish(Future<?> call) throws InterruptedException, ExecutionException {
        call.get();
    }

    private void hammer(Admission wide, AtomicInteger most) {
        for (int i = 0; i < 50; i++) {
            if (wide.admit(plain("k"), Turn.FIRST).orElseThrow()
                    instanceof Admission.Outcome.Admitted(Admission.Ticket ticket)) {
                most.accumulateAndGet(inFlight.of("k"), Math::max);
                ticket.close();
            }
        }
    }
}
