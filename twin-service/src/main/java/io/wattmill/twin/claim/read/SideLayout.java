// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.read;

import io.wattmill.twin.claim.Accounts;
import io.wattmill.twin.claim.Boundary;
import io.wattmill.twin.claim.PowerBasis;
import io.wattmill.twin.claim.Precision;
import io.wattmill.twin.claim.PriceOwner;
import io.wattmill.twin.claim.Served;
import io.wattmill.twin.claim.Side;
import io.wattmill.twin.claim.TokenBasis;
import io.wattmill.twin.figure.Figure;

import java.util.Optional;

/** The keys of one side of a claim, their units and bounds. */
final class SideLayout {
    static final Bounds TOKENS_PER_SECOND = new Bounds(1e-6, 1e9, "tokens/s per GPU");
    static final Bounds KW = new Bounds(1e-3, 1_000, "kW per GPU");
    static final Bounds INTERACTIVITY = new Bounds(1e-3, 1e6, "tokens/s per user");
    private static final Bounds DOLLARS = new Bounds(1e-6, 1e6, "dollars per GPU-hour");
    private static final Bounds PER_KWH = new Bounds(0, 1_000, "dollars per kWh");
    private static final Bounds SHARE = new Bounds(1e-6, 1, "");
    private static final Bounds FACTOR = new Bounds(1e-6, 1e6, "times");
    private static final Bounds GPUS = new Bounds(0, 1e6, "GPUs");
    private static final Bounds TOKENS = new Bounds(1, 1e8, "tokens");
    private static final Bounds ACCEPTED = new Bounds(1, 100, "tokens per step");
    private static final Bounds MILLIS = new Bounds(1e-3, 3.6e6, "ms");

    private SideLayout() {}

    static Side side(ClaimSection part, FigureReader figures) {
        Served served = served(part);
        Side.Throughput throughput = throughput(part.part("throughput"), figures);
        var side =
                new Side(
                        part.text("system", "HGX H200"),
                        part.text("gpu", "h200-sxm"),
                        part.whole("gpus", GPUS, 0),
                        part.textIfGiven("parallelism").orElse(""),
                        served,
                        throughput,
                        accounts(part, throughput.counts(), figures));
        part.close();
        return side;
    }

    private static Served served(ClaimSection part) {
        ClaimSection workload = part.part("workload");
        ClaimSection latency = part.partIfGiven("latency");
        ClaimSection speculative = part.partIfGiven("speculative");
        var served =
                new Served(
                        part.text("model", "deepseek-r1"),
                        part.choiceIfGiven("weights", Precision.class),
                        part.choiceIfGiven("kv", Precision.class),
                        workload.whole("input-tokens", TOKENS),
                        workload.whole("output-tokens", TOKENS),
                        workload.textIfGiven("dataset"),
                        workload.truthIfGiven("prefix-cache"),
                        speculative.truthIfGiven("on"),
                        speculative.numberIfGiven("accepted-length", ACCEPTED),
                        latency.numberIfGiven("interactivity", INTERACTIVITY),
                        latency.numberIfGiven("ttft-ms", MILLIS));
        workload.close();
        latency.close();
        speculative.close();
        return served;
    }

    private static Side.Throughput throughput(ClaimSection part, FigureReader figures) {
        Figure perGpu = figures.figure(part, "tokens-per-s-per-gpu", TOKENS_PER_SECOND);
        double factor = part.numberIfGiven("factor", FACTOR).orElse(1.0);
        var counts = part.choice("counts", TokenBasis.class);
        part.close();
        return new Side.Throughput(perGpu.times(factor), counts);
    }

    private static Accounts accounts(ClaimSection part, TokenBasis counted, FigureReader figures) {
        return new Accounts(
                power(part, figures),
                price(part, figures),
                part.choiceIfGiven("tokens", TokenBasis.class).orElse(counted),
                figures.ifGiven(part, "energy-price-per-kwh", PER_KWH),
                part.choiceIfGiven("boundary", Boundary.class),
                figures.ifGiven(part, "utilization", SHARE));
    }

    private static Optional<Accounts.Power> power(ClaimSection side, FigureReader figures) {
        if (!side.has("power")) {
            side.take("power");
            return Optional.empty();
        }
        ClaimSection part = side.part("power");
        var power =
                new Accounts.Power(
                        part.choice("basis", PowerBasis.class),
                        figures.figure(part, "kw-per-gpu", KW));
        part.close();
        return Optional.of(power);
    }

    private static Optional<Accounts.Price> price(ClaimSection side, FigureReader figures) {
        if (!side.has("price")) {
            side.take("price");
            return Optional.empty();
        }
        ClaimSection part = side.part("price");
        var price =
                new Accounts.Price(
                        part.choice("owner", PriceOwner.class),
                        figures.figure(part, "per-gpu-hour", DOLLARS));
        part.close();
        return Optional.of(price);
    }
}
