// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.resilience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

class ChainTest {

    private static final List<String> SITES = List.of("small", "secret");

    private static Chain of(Optional<String> wish) {
        return Chain.of(wish, "big", SITES, 2, model -> !model.equals("secret"));
    }

    private static List<String> models(Optional<String> wish) {
        return assertInstanceOf(Chain.Models.class, of(wish)).others();
    }

    private static int refusal(String wish) {
        return assertInstanceOf(Chain.Refused.class, of(Optional.of(wish))).error().status();
    }

    @Test
    void isTheSitesAsFarAsTheCallerMayCallThem() {
        assertEquals(List.of("small"), models(Optional.empty()));
    }

    @Test
    void isTheCallersWhoeverNamesOne() {
        assertEquals(List.of("a", "b/c:d"), models(Optional.of(" a ,\tb/c:d")));
        assertEquals(List.of(), models(Optional.of("none")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ",", "a,", ",a", "a,,b", "a,a", "big", "a b", "a,b,c", "é", "a\u0000"})
    void refusesWhatIsNotAListOfOtherModels(String wish) {
        assertEquals(400, refusal(wish));
    }

    @Test
    void refusesAModelThatTheCallerMayNotCall() {
        assertEquals(403, refusal("small,secret"));
    }

    @Property
    void isNeverLongerThanItMayBe(@ForAll String wish) {
        if (of(Optional.of(wish)) instanceof Chain.Models(List<String> others)) {
            assertTrue(others.size() <= 2 && others.stream().distinct().count() == others.size());
        }
    }
}
