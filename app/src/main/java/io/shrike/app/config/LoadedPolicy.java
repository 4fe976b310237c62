package io.shrike.app.config;

import io.shrike.delivery.pipeline.Shaping;
import io.shrike.model.ByteString;
import io.shrike.model.Event;
import io.shrike.model.Judge;
import io.shrike.model.Needs;
import java.util.List;
import java.util.function.UnaryOperator;

/** A policy ready for use: how to judge, what must stop, what to withhold, and the event that says it took effect. */
public record LoadedPolicy(
        Judge judge, Needs needs, Shaping shaping, UnaryOperator<List<ByteString>> redactor, Event loadedEvent) {}
