# Kept for a server that has PostgreSQL: docker compose up, or docker build and DATABASE_URL.
FROM node:26-slim AS build
WORKDIR /kept
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

# Its own stage, so that neither tests nor build tools are in the image that runs.
FROM node:26-slim AS packages
WORKDIR /kept
COPY package.json package-lock.json .npmrc ./
# The image brings Node, and DATABASE_URL names the database: no install script has anything to add.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:26-slim
WORKDIR /kept
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
COPY --from=packages /kept/node_modules ./node_modules
COPY --from=build /kept/dist ./dist
COPY package.json ./
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||3000)+'/healthz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/main.js", "serve"]
