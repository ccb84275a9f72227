// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tenancy;

import io.wattmill.gateway.wire.ApiError;

/** What came of reading a request. */
public sealed interface Parsed<T> {

    /** It makes sense. */
    record Valid<T>(T value) implements Parsed<T> {}

    /** It does not; why. */
    record Invalid<T>(ApiError error) implements Parsed<T> {}
}
