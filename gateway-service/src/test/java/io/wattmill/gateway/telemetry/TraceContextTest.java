// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NumericChars;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class TraceContextTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";
    private static final String GOOD = "00-" + TRACE + "-" + SPAN + "-01";

    private static TraceContext context(String parent, String... states) {
        return TraceContext.read(List.of(parent), List.of(states)).orElseThrow();
    }

    @Test
    void readsWhatItWrites() {
        TraceContext context = context(GOOD, "a=1");
        assertEquals(TRACE, context.traceId());
        assertEquals(SPAN, context.spanId());
        assertTrue(context.isSampled());
        assertEquals(GOOD, context.parent());
        assertEquals("a=1", context.state().text());
        assertEquals(
                "00-" + TRACE + "-00000000000000ff-01", context.from("00000000000000ff").parent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-ff",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what the future is like",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-extra"
            })
    void takesEveryVersionThatBeginsLikeThisOne(String parent) {
        assertEquals(TRACE, context(parent).traceId());
    }

    @Test
    void forgetsFlagsThatThisVersionDoesNotKnow() {
        assertEquals(
                "00-" + TRACE + "-" + SPAN + "-03",
                context("00-" + TRACE + "-" + SPAN + "-ff").parent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-B7AD6B7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319cc-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b71692033311-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0A",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-extra",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.what",
                "0g-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "0-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "000-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01",
                " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319z-b7ad6b7169203331-01",
                "00-٠af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            })
    void takesAnythingElseForNone(String parent) {
        assertTrue(TraceContext.read(List.of(parent), List.of()).isEmpty());
    }

    @Test
    void takesTwoParentsForNone() {
        assertTrue(TraceContext.read(List.of(GOOD, GOOD), List.of()).isEmpty());
        assertTrue(TraceContext.read(List.of(), List.of("a=1")).isEmpty());
    }

    @Test
    void joinsStatesInTheirOrder() {
        assertEquals("a=1,b=2", context(GOOD, "a=1", "b=2").state().text());
        assertEquals("a=1,b=2", context(GOOD, " a=1 ,\t, b=2\t").state().text());
        assertEquals("t@s=x y,0k/*_-=!~", context(GOOD, "t@s=x y,0k/*_-=!~").state().text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "=1",
                "a=",
                "A=1",
                "a=1,a=2",
                "a =1",
                "a=1=2",
                "a=\u00e4",
                "a=1;b=2=3",
                "ä=1",
                "a=1,b"
            })
    void dropsAStateThatIsWrongAndKeepsTheTrace(String state) {
        assertEquals("", context(GOOD, state).state().text());
    }

    @Test
    void dropsAStateThatIsTooLong() {
        assertEquals(509, context(GOOD, longState(250)).state().text().length());
        assertEquals("", context(GOOD, longState(252)).state().text());
        String many =
                IntStream.range(0, 33)
                        .mapToObj(i -> "k" + i + "=v")
                        .collect(Collectors.joining(","));
        assertEquals("", context(GOOD, many).state().text());
    }

    private static String longState(int each) {
        return "a=" + "x".repeat(each) + ",b=" + "y".repeat(each) + ",c=z";
    }

    @Property
    void neverThrows(
            @ForAll @AlphaChars @NumericChars @Chars({'-', '=', ',', ' ', '\t', '@'}) String parent,
            @ForAll @AlphaChars @NumericChars @Chars({'-', '=', ',', ' ', '\t', '@'})
                    String state) {
        TraceContext.read(List.of(parent), List.of(state));
        TraceContext.read(List.of(GOOD), List.of(state));
    }

    @Property
    void everyCallOfARequestHasASpanIdOfItsOwn(@ForAll long high, @ForAll long low) {
        String request = new UUID(high, low).toString();
        assertEquals(SpanIds.of(request, 1), SpanIds.of(request, 1));
        assertNotEquals(SpanIds.of(request, 0), SpanIds.of(request, 1));
        assertTrue(
                TraceContext.read(
                                List.of("00-" + TRACE + "-" + SpanIds.of(request, 1) + "-00"),
                                List.of())
                        .isPresent());
    }
}
