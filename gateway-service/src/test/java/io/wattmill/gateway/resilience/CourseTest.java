// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.resilience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.resilience.Course.Step;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.List;

class CourseTest {

    private static final List<String> CHAIN = List.of("big", "small");
    private static final Step STOP = new Step.Stop();

    private final Course course = new Course(CHAIN, 2);

    private static Step ask(String model) {
        return new Step.Ask(model, false);
    }

    private Step fails() {
        course.called();
        return course.afterFailure();
    }

    @Test
    void triesSoManyEnginesOfEachModelOfTheChain() {
        assertEquals(ask("big"), fails());
        assertFalse(course.isFallback());
        assertEquals(ask("small"), fails());
        assertTrue(course.isFallback());
        assertEquals(ask("small"), fails());
        assertEquals(STOP, fails());
    }

    @Test
    void goesOnAtOnceWhenNoEngineCanTakeIt() {
        assertEquals(ask("small"), course.afterRefusal(false));
        assertEquals(STOP, course.afterRefusal(false));
    }

    @Test
    void asksEnginesWithOpenBreakersLastAndOnce() {
        assertEquals(ask("small"), course.afterRefusal(true));
        assertEquals(new Step.Ask("big", true), course.afterRefusal(true));
        assertFalse(course.isFallback());
        assertEquals(STOP, fails());
    }

    @Test
    void stopsWhenNotEvenThoseAreLeft() {
        course.afterRefusal(true);
        course.afterRefusal(false);
        assertEquals(STOP, course.afterRefusal(true));
    }

    @Test
    void asksNoOtherModelForWhatIsTheCallersFault() {
        course.called();
        course.stay();
        assertEquals(ask("big"), course.afterFailure());
        assertEquals(STOP, fails());
    }

    @Property
    void comesToAnEnd(@ForAll @Size(100) List<@IntRange(max = 3) Integer> news) {
        Course any = new Course(List.of("a", "b", "c"), 3);
        int calls = 1;
        any.called();
        for (int what : news) {
            Step step = what < 2 ? any.afterFailure() : any.afterRefusal(what == 2);
            if (step.equals(STOP)) {
                break;
            }
            any.called();
            calls++;
        }
        assertTrue(calls <= 3 * 3 + 1, "calls " + calls);
    }
}
