// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.resilience.Ending;
import io.wattmill.gateway.telemetry.ErrorType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

class EngineFailureTest {

    /** Every way to make one that needs no argument; {@code late} and {@code status} have some. */
    private static List<Method> plain() {
        return Arrays.stream(EngineFailure.class.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getReturnType() == EngineFailure.class)
                .filter(method -> method.getParameterCount() == 0)
                .toList();
    }

    @Test
    void hasOnlyReasonsThatAreTypesOfErrors() throws ReflectiveOperationException {
        Set<String> reasons = new HashSet<>();
        for (Method method : plain()) {
            reasons.add(((EngineFailure) method.invoke(null)).reason());
        }
        assertTrue(reasons.size() >= 8, reasons::toString);
        reasons.add(EngineFailure.late(true).reason());
        reasons.add(EngineFailure.late(false).reason());
        for (String reason : reasons) {
            assertEquals(reason, ErrorType.of(reason));
        }
    }

    @Test
    void namesNoStatusThatIsNotOnTheList() {
        Set<String> reasons = new HashSet<>();
        IntStream.range(100, 1_000).forEach(status -> reasons.add(reason(status)));
        assertTrue(reasons.remove("status-other"));
        assertTrue(reasons.size() <= 20, reasons::toString);
        for (String reason : reasons) {
            assertNotEquals(ErrorType.OTHER, ErrorType.of(reason));
        }
        assertEquals("status-503", reason(503));
        assertEquals(ErrorType.OTHER, ErrorType.of(reason(599)));
    }

    private static String reason(int status) {
        return EngineFailure.status(status, "no", OptionalInt.empty()).reason();
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 302, 401, 402, 403, 500, 502, 503, 504, 529})
    void blamesTheEngine(int status) {
        assertEquals(
                new Ending.Bad(reason(status)),
                EngineFailure.status(status, "no", OptionalInt.empty()).ending());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 408, 409, 413, 418, 422, 429, 501})
    void doesNotBlameTheEngine(int status) {
        assertEquals(
                Ending.UNDECIDED, EngineFailure.status(status, "no", OptionalInt.empty()).ending());
    }
}
