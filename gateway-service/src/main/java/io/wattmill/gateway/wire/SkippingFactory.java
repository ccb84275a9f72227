// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.IOContext;

/** Makes a {@link SkippingParser} of bytes that are UTF-8; everything else as Jackson does. */
final class SkippingFactory extends JsonFactory {

    private static final long serialVersionUID = 1L;

    SkippingFactory(JsonFactoryBuilder settings) {
        super(settings);
    }

    @Override
    protected JsonParser _createParser(byte[] data, int offset, int len, IOContext context) {
        return new SkippingParser(
                context,
                _parserFeatures,
                _byteSymbolCanonicalizer.makeChild(_factoryFeatures),
                new Slice(data, offset, offset + len));
    }
}
