ARG JAVA=25

# Builds the jar and takes it apart into layers that change seldom and often.
FROM eclipse-temurin:${JAVA}-jdk AS build
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY src src
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -q -B -ntp package -Dmaven.test.skip=true -Dspring-javaformat.skip=true -Dcheckstyle.skip=true \
    && java -Djarmode=tools -jar target/trellis.jar extract --layers --destination layers

# Nobody but trellis runs anything, and trellis writes nowhere but below /trellis/data and
# /tmp.
FROM eclipse-temurin:${JAVA}-jre AS base
RUN groupadd --gid 10001 trellis \
    && useradd --uid 10001 --gid trellis --no-create-home --home-dir /trellis --shell /usr/sbin/nologin trellis \
    && install -d -o trellis -g trellis /trellis/data
WORKDIR /trellis
# Ready, or not; the image needs no further program for that.
HEALTHCHECK --interval=5s --timeout=5s --start-period=90s --retries=3 CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/${SERVER_PORT:-8080} && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r answer <&3 && [[ $answer == *' 200'* ]]"]

# Trellis with the sandbox beside it, to try everything without credentials.
FROM build AS sandbox-classes
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -q -B -ntp test-compile dependency:copy-dependencies -DincludeScope=test -DoutputDirectory=target/lib \
    -DexcludeGroupIds=com.microsoft.playwright,io.zonky.test,io.zonky.test.postgres,com.icegreen,org.htmlunit \
    -Dspring-javaformat.skip=true -Dcheckstyle.skip=true

FROM base AS sandbox
COPY --from=sandbox-classes /build/target/lib lib
COPY --from=sandbox-classes /build/target/classes classes
COPY --from=sandbox-classes /build/target/test-classes test-classes
USER 10001
EXPOSE 8081 9090
ENV SERVER_PORT=8081
ENTRYPOINT ["java", "-cp", "test-classes:classes:lib/*", "dev.trellis.TestTrellisApplication", "--sandbox.address=0.0.0.0"]

# Starts Trellis once up to the point at which it would serve, so that later starts find
# its classes loaded and linked. What that leaves behind fits this JDK and these paths.
FROM base AS trellis
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
RUN java -XX:AOTCacheOutput=trellis.aot -Dspring.context.exit=onRefresh -jar trellis.jar \
    --spring.datasource.url=jdbc:h2:mem:training --logging.level.root=warn
USER 10001
ENV JAVA_TOOL_OPTIONS="-XX:AOTCache=/trellis/trellis.aot -XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError"
VOLUME /trellis/data
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "trellis.jar"]
