// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

import io.wattmill.twin.answer.Metric;

/** Jackson, told how answers are written. */
final class AnswerMapper {
    /** A year by the hour is a quarter of a megabyte; this is no longer an answer. */
    private static final long LONGEST_DOCUMENT = 64L << 20;

    private AnswerMapper() {}

    static JsonMapper make() {
        var constraints =
                StreamReadConstraints.builder().maxDocumentLength(LONGEST_DOCUMENT).build();
        var factory = JsonFactory.builder().streamReadConstraints(constraints).build();
        return JsonMapper.builder(factory)
                .addModule(new Jdk8Module())
                .addModule(numbersAndNames())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .build();
    }

    private static SimpleModule numbersAndNames() {
        var numbers = new Numbers();
        return new SimpleModule()
                .addSerializer(Double.class, numbers)
                .addSerializer(double.class, numbers)
                .addSerializer(new Names())
                .addKeySerializer(Metric.class, new MetricKeys())
                .addKeyDeserializer(Metric.class, new MetricKeys.Reader());
    }
}
