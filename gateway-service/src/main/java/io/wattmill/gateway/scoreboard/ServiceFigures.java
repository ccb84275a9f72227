// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import io.wattmill.gateway.admission.TierConfig;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What callers got of this gateway: answers within their tier's times, and a service at all. */
final class ServiceFigures {

    private static final String NO_REQUESTS = "no request has ended here in that time";

    private final RequestBoard.Shown requests;

    ServiceFigures(RequestBoard.Shown requests) {
        this.requests = requests;
    }

    Figure sloAttainment() {
        long good = 0;
        long all = 0;
        for (TierSlo tier : requests.tiers().values()) {
            good += tier.streams().good();
            all += tier.streams().all();
        }
        TierConfig standard = requests.config().defaultTier();
        return new Figure(
                Figure.ratio(good, all),
                "share of streams",
                here(
                        "this gateway, streams of the last hour within their tier's times; default:"
                                + " TTFT <= %d ms and TPOT <= %d ms"
                                        .formatted(
                                                standard.sloTtft().toMillis(),
                                                standard.sloTpot().toMillis())),
                NO_REQUESTS);
    }

    /** Of the tier that has least left. */
    Figure sloBudgetLeft() {
        Optional<Map.Entry<String, TierSlo>> scarcest =
                requests.tiers().entrySet().stream()
                        .filter(tier -> tier.getValue().streams().all() > 0)
                        .min(Comparator.comparing(t -> t.getValue().budgetLeft().orElseThrow()));
        return new Figure(
                scarcest.flatMap(tier -> tier.getValue().budgetLeft()),
                "share of the allowed misses",
                here(
                        "this gateway, streams of the last hour"
                                + scarcest.map(ServiceFigures::objective).orElse("")),
                NO_REQUESTS);
    }

    private static String objective(Map.Entry<String, TierSlo> tier) {
        return "; tier %s missed %d of %d, objective %s"
                .formatted(
                        TierSlo.name(tier.getKey()),
                        tier.getValue().missed(),
                        tier.getValue().streams().all(),
                        tier.getValue().objective().toPlainString());
    }

    Figure uptime() {
        MinuteTally.Sum up = requests.uptime();
        return new Figure(
                Figure.ratio(up.goodMinutes(), up.allMinutes()),
                "share of minutes",
                here(
                        "this gateway, "
                                + up.allMinutes()
                                + " minutes with requests of the last 24 h; up: 99 % got a first"
                                + " token in time"),
                NO_REQUESTS);
    }

    private static Figure.Basis here(String source) {
        return new Figure.Basis(source, Trust.MEASURED, OptionalLong.of(0));
    }
}
