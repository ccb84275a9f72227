// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

final class OutcomeParserTest {

    @Test
    void readsEveryField() {
        var valid =
                assertInstanceOf(
                        OutcomeParser.Valid.class,
                        parse(
                                "{'request_id':'last','success':true,'score':0.92,'value':1.5,"
                                        + "'label':'triage'}"));
        assertEquals("last", valid.requestId());
        assertEquals(new BigDecimal("0.92"), valid.report().score().orElseThrow());
        assertEquals(1_500_000_000L, valid.report().valueNano().orElseThrow());
        assertEquals("triage", valid.report().label());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|``",
                "{'request_id'|``",
                "{'request_id':'a','request_id':'b','success':true}|``",
                "{'success':true}|request_id",
                "{'request_id':'a'}|success",
                "{'request_id':'a','success':1}|success",
                "{'request_id':'a','success':true,'score':'high'}|score",
                "{'request_id':'a','success':true,'score':1e-999999999}|score",
                "{'request_id':'a','success':true,'value':1e999999999}|value",
                "{'request_id':'a','success':true,'value':0.0000000001}|value",
                "{'request_id':'a','success':true,'value':1000001}|value",
                "{'request_id':'a','success':true,'label':7}|label",
                "{'request_id':'a','success':true,'labels':'x'}|labels",
            })
    void namesTheFirstThingThatIsWrong(String body, String parameter) {
        var invalid = assertInstanceOf(OutcomeParser.Invalid.class, parse(body));
        assertEquals(parameter, invalid.parameter());
    }

    private static OutcomeParser.Parsed parse(String body) {
        return OutcomeParser.parse(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
