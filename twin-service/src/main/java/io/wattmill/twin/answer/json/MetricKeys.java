// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;

import io.wattmill.twin.answer.Metric;

import java.io.IOException;
import java.io.Serial;

/** Metrics as keys: their names in lower case. */
final class MetricKeys extends StdSerializer<Metric> {
    @Serial private static final long serialVersionUID = 1;

    MetricKeys() {
        super(Metric.class);
    }

    @Override
    public void serialize(Metric metric, JsonGenerator json, SerializerProvider provider)
            throws IOException {
        json.writeFieldName(Names.lower(metric));
    }

    /** And back. */
    static final class Reader extends KeyDeserializer {
        @Override
        public Object deserializeKey(String key, DeserializationContext context)
                throws IOException {
            for (var metric : Metric.values()) {
                if (Names.lower(metric).equals(key)) {
                    return metric;
                }
            }
            return context.handleWeirdKey(Metric.class, key, "no metric");
        }
    }
}
