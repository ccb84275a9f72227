// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a right opens, said a second time and another way: as the set of single acts that it allows.
 * Whatever is delegated must be a part of that set.
 */
class DelegationTest {

    private static final List<String> MODELS = List.of("m1", "m2", "m3");
    private static final List<String> ADDRESSES =
            List.of("10.0.0.1", "10.0.1.1", "10.1.0.1", "192.0.2.1", "::1", "2001:db8::1");
    private static final List<String> RANGES =
            List.of(
                    "10.0.0.0/8",
                    "10.0.0.0/16",
                    "10.0.1.0/24",
                    "0.0.0.0/0",
                    "::/0",
                    "2001:db8::/32",
                    "192.0.2.1");
    private static final List<String> ZONES = List.of("eu", "us");
    private static final List<Place> PLACES =
            List.of(
                    Place.project("o1", "p1"),
                    new Place("o1", "p1", Optional.of("a1")),
                    new Place("o1", "p1", Optional.of("a2")),
                    Place.project("o1", "p2"),
                    Place.project("o2", "p3"),
                    new Place("o2", "p3", Optional.of("a3")));

    private record Act(
            Scope scope, Place place, String model, String address, String zone, long atUs) {}

    private static boolean allows(Right right, Act act) {
        boolean here = right.place().equals(act.place()) || right.reach().covers(act.place());
        return here
                && right.scopes().stream().anyMatch(scope -> implied(scope).contains(act.scope()))
                && (right.bounds().models().isEmpty()
                        || right.bounds().models().contains(act.model()))
                && right.bounds().mayComeFrom(act.address())
                && right.bounds().zone().orElse(act.zone()).equals(act.zone())
                && act.atUs() < right.expiresAtUs().orElse(Long.MAX_VALUE);
    }

    private static Set<Scope> implied(Scope scope) {
        return switch (scope) {
            case ADMIN -> Set.of(Scope.values());
            case ORGANIZATION -> Set.of(Scope.ORGANIZATION, Scope.KEYS);
            default -> Set.of(scope);
        };
    }

    private static Stream<Act> acts() {
        return Stream.of(Scope.values())
                .flatMap(scope -> PLACES.stream().flatMap(place -> acts(scope, place)));
    }

    private static Stream<Act> acts(Scope scope, Place place) {
        return MODELS.stream()
                .flatMap(
                        model ->
                                ADDRESSES.stream()
                                        .flatMap(
                                                address ->
                                                        ZONES.stream()
                                                                .flatMap(
                                                                        zone ->
                                                                                Stream.of(5L, 15L)
                                                                                        .map(
                                                                                                at ->
                                                                                                        new Act(
                                                                                                                scope,
                                                                                                                place,
                                                                                                                model,
                                                                                                                address,
                                                                                                                zone,
                                                                                                                at)))));
    }

    @Property(tries = 2_000)
    void givesNobodyAnythingBeyond(@ForAll("rights") Right own, @ForAll("rights") Right wish) {
        if (Delegation.refusal(own, wish).isEmpty()) {
            acts().filter(act -> allows(wish, act))
                    .forEach(act -> assertTrue(allows(own, act), () -> own + " gave " + act));
        }
    }

    @Property(tries = 2_000)
    void whatWasGivenGivesNoMoreThanWhoGaveIt(
            @ForAll("rights") Right own,
            @ForAll("rights") Right given,
            @ForAll("rights") Right further) {
        if (Delegation.refusal(own, given).isEmpty()
                && Delegation.refusal(given, further).isEmpty()) {
            assertEquals(Optional.empty(), Delegation.refusal(own, further));
        }
    }

    @Property
    void aKeeperCanMakeItsEqual(@ForAll("rights") Right own) {
        assertEquals(!own.may(Scope.KEYS), Delegation.refusal(own, own).isPresent());
        assertEquals(!own.may(Scope.KEYS), Delegation.refusalToEnd(own, own).isPresent());
    }

    @Property
    void narrowingIsNeverRefused(@ForAll("rights") Right own) {
        if (own.may(Scope.KEYS)) {
            for (Scope scope : own.scopes()) {
                Right less =
                        new Right(own.place(), Set.of(scope), own.bounds(), OptionalLong.of(1));
                assertEquals(Optional.empty(), Delegation.refusal(own, less));
            }
        }
    }

    @Test
    void saysWhatIsBeyond() {
        Right keeper =
                right(
                        Set.of(Scope.KEYS, Scope.INFERENCE),
                        new KeyBounds(
                                Set.of("m1"),
                                List.of(IpRange.parse("10.0.0.0/8").orElseThrow()),
                                Optional.of("eu"),
                                false),
                        OptionalLong.of(10));
        assertEquals(
                Optional.of(Delegation.Beyond.SCOPES),
                Delegation.refusal(
                        keeper, right(Set.of(Scope.USAGE), keeper.bounds(), OptionalLong.of(9))));
        assertEquals(
                Optional.of(Delegation.Beyond.EXPIRY),
                Delegation.refusal(
                        keeper, right(Set.of(Scope.KEYS), keeper.bounds(), OptionalLong.of(11))));
        assertEquals(
                Optional.of(Delegation.Beyond.MODELS),
                Delegation.refusal(
                        keeper, right(Set.of(Scope.KEYS), KeyBounds.NONE, OptionalLong.of(9))));
    }

    private static Right right(Set<Scope> scopes, KeyBounds bounds, OptionalLong expiry) {
        return new Right(PLACES.getFirst(), scopes, bounds, expiry);
    }

    @Provide
    Arbitrary<Right> rights() {
        Arbitrary<Set<Scope>> scopes = Arbitraries.of(Scope.class).set().ofMinSize(1).ofMaxSize(4);
        Arbitrary<OptionalLong> expiry =
                Arbitraries.of(
                        OptionalLong.empty(),
                        OptionalLong.of(10),
                        OptionalLong.of(20),
                        OptionalLong.empty());
        return Combinators.combine(Arbitraries.of(PLACES), scopes, bounds(), expiry).as(Right::new);
    }

    private static Arbitrary<KeyBounds> bounds() {
        Arbitrary<Set<String>> models = Arbitraries.of(MODELS).set().ofMaxSize(2);
        Arbitrary<List<IpRange>> ranges =
                Arbitraries.of(RANGES)
                        .map(text -> IpRange.parse(text).orElseThrow())
                        .list()
                        .ofMaxSize(2);
        Arbitrary<Optional<String>> zone =
                Arbitraries.of(Optional.<String>empty(), Optional.of("eu"), Optional.of("us"));
        return Combinators.combine(models, ranges, zone, Arbitraries.of(true, false))
                .as(KeyBounds::new);
    }
}
