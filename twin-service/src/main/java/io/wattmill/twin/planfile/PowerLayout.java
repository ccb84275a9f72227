// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.plan.power.Battery;
import io.wattmill.twin.plan.power.Breaker;
import io.wattmill.twin.plan.power.Breaker.Supply;
import io.wattmill.twin.plan.power.Feed;
import io.wattmill.twin.plan.power.Generator;
import io.wattmill.twin.plan.power.Losses;
import io.wattmill.twin.plan.power.Power;
import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.plan.power.PowerUnit.Kind;
import io.wattmill.twin.plan.power.Stage;
import io.wattmill.twin.plan.power.Ups;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The keys of the power chain, from the utility to the breakers. */
final class PowerLayout {
    static final long MAX_SITE_KW = 10_000_000;
    private static final Range RATED = Range.kilowatts(MAX_SITE_KW);
    private static final Range LOSS = Range.real("(share of the rating)", 0, 0.5);
    private static final Range POWER_FACTOR =
            new Range("(0.1 to 1)", 1_000_000, 100_000, 1_000_000);
    private static final List<String> PHASES = List.of("1", "3");
    private static final Key RATED_KW =
            Key.must("rated-kw", "Real power that it may carry continuously");
    private static final Key BACKED_BY =
            Key.may("backed-by", "What takes over when all of that is lost: generators, batteries");
    private static final Key GROUP =
            Key.may("group", "Equal units with the same word stand in for each other");

    private PowerLayout() {}

    static Power power(Section root) {
        List<PowerUnit> units = new ArrayList<>();
        units.addAll(each(root, Kind.FEED, true, "Utility feeds", PowerLayout::feed));
        units.addAll(each(root, Kind.GENERATOR, false, "Generators", PowerLayout::generator));
        units.addAll(each(root, Kind.BATTERY, false, "Batteries", PowerLayout::battery));
        units.addAll(stages(root, Kind.TRANSFORMER, "Transformers", Losses.TRANSFORMER));
        units.addAll(stages(root, Kind.SWITCHBOARD, "Switchboards", Losses.SWITCHBOARD));
        units.addAll(each(root, Kind.UPS, false, "Uninterruptible supplies", PowerLayout::ups));
        units.addAll(stages(root, Kind.PDU, "Power distribution units", Losses.PDU));
        units.addAll(stages(root, Kind.BUSWAY, "Busways", Losses.BUSWAY));
        units.addAll(each(root, Kind.BREAKER, true, "Breakers", PowerLayout::breaker));
        return new Power(units);
    }

    private static <T extends PowerUnit> List<T> each(
            Section root, Kind kind, boolean must, String doc, Function<Section, T> reader) {
        var key = must ? Key.must(kind.key(), doc) : Key.may(kind.key(), doc);
        return Layouts.each(root, key, reader);
    }

    private static List<Stage> stages(Section root, Kind kind, String doc, Losses usual) {
        return each(root, kind, false, doc, in -> stage(in, kind, usual));
    }

    private static String id(Section in) {
        return in.id(Key.must("id", "Name, one for all power units of the plan"));
    }

    private static List<String> fedBy(Section in) {
        return in.names(Key.must("fed-by", "Units that feed it; those that live share evenly"));
    }

    private static Feed feed(Section in) {
        return new Feed(id(in), in.required(RATED_KW, RATED));
    }

    private static Generator generator(Section in) {
        return new Generator(
                id(in),
                in.required(RATED_KW, RATED),
                in.real(
                        Key.may("fuel-h", "How long its fuel lasts at that power"),
                        Range.real("h", 0, 10_000),
                        Generator.FUEL_HOURS),
                in.real(
                        Key.may("start-s", "Until it carries load"),
                        Range.real("s", 0, 3_600),
                        Generator.START_SECONDS),
                in.name(GROUP));
    }

    private static Battery battery(Section in) {
        return new Battery(
                id(in),
                in.required(RATED_KW, RATED),
                in.required(
                        Key.must("energy-kwh", "Energy that can be drawn from it when full"),
                        new Range("kWh", 1_000, 1, MAX_SITE_KW * 1_000)));
    }

    private static Stage stage(Section in, Kind kind, Losses usual) {
        return new Stage(
                id(in),
                kind,
                in.required(RATED_KW, RATED),
                fedBy(in),
                in.names(BACKED_BY),
                losses(in, usual),
                in.name(GROUP));
    }

    private static Ups ups(Section in) {
        return new Ups(
                id(in),
                in.required(RATED_KW, RATED),
                fedBy(in),
                in.names(BACKED_BY),
                losses(in, Losses.UPS),
                in.name(GROUP));
    }

    private static Losses losses(Section in, Losses usual) {
        var doc = "Heat as shares of the rating at load share x: no-load + linear x + square x^2";
        return Layouts.one(
                in,
                Key.may("losses", doc),
                losses ->
                        new Losses(
                                losses.real(Key.may("no-load", "At no load"), LOSS, usual.noLoad()),
                                losses.real(Key.may("linear", "Per x"), LOSS, usual.linear()),
                                losses.real(
                                        Key.may("square", "Per x squared"), LOSS, usual.square())));
    }

    private static Breaker breaker(Section in) {
        return new Breaker(
                id(in),
                fedBy(in),
                in.word(Key.must("phases", "Live conductors"), PHASES)
                                .filter("3"::equals)
                                .isPresent()
                        ? Supply.THREE_PHASE
                        : Supply.SINGLE_PHASE,
                in.required(
                        Key.must("volts", "Line to line for 3 phases, line to neutral for 1"),
                        Range.whole("V", 100, 50_000)),
                in.required(Key.must("amps", "Its rating"), Range.whole("A", 1, 10_000)),
                in.numberOr(
                        Key.may("power-factor", "Real power per apparent power"),
                        POWER_FACTOR,
                        950_000));
    }
}
