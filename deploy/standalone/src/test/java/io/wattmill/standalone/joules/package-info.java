// SPDX-License-Identifier: Apache-2.0
/** Joules per token, from an engine's steps to a request's share, across the services. */
@NullMarked
package io.wattmill.standalone.joules;

import org.jspecify.annotations.NullMarked;
